/** The rooms that desks name: « Salle B · Poste 4 » stands in « Salle B ». */

export interface RoomOfDesks {
  name: string;
  posts: number;
}

/** Each with as many posts as desks stand there; `other`: where those stand that name none, and where nobody sits yet. */
export function roomsOfDesks(desks: string[], other: string): RoomOfDesks[] {
  const found = new Map<string, RoomOfDesks>();
  for (const desk of desks) {
    const [before = "", post] = desk.split("·");
    const name = (post === undefined ? "" : before.trim()) || other;
    const room = found.get(name.toLowerCase()) ?? { name, posts: 0 };
    found.set(name.toLowerCase(), { ...room, posts: room.posts + 1 });
  }
  const rooms = [...found.values()].sort((one, two) => one.name.localeCompare(two.name, "fr", { numeric: true }));
  return rooms.length > 0 ? rooms : [{ name: other, posts: 1 }];
}
