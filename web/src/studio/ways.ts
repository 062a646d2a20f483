/** Channel and direction of an exchange, as lists name them. */
import { textAt } from "./content";

const WAYS: Record<string, string> = {
  "phone/inbound": "Appel entrant",
  "phone/outbound": "Appel sortant",
  "chat/inbound": "Chat",
  "chat/outbound": "Chat sortant",
};

/** The label that the candidate reads, in French whatever the screen's language: it is part of the exchange. */
export function wayOf(channel: string, direction: string): string {
  return WAYS[`${channel}/${direction}`] ?? "";
}

/** The same for an exchange that is being written. */
export function wayOfContent(content: unknown): string {
  return wayOf(textAt(content, "candidate.channel"), textAt(content, "candidate.direction"));
}
