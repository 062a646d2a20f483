/** Words and seconds of a text: « 0:42 » or « 12:05 » becomes a place to hear. */
export function withSeconds(text: string): (string | number)[] {
  return text.split(/(\b\d{1,2}:[0-5]\d\b)/).map((part) => {
    const time = /^(\d{1,2}):([0-5]\d)$/.exec(part);
    return time ? Number(time[1]) * 60 + Number(time[2]) : part;
  });
}
