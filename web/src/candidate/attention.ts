/** What calls the candidate back to the desk: ring tone, title of the tab, notification, sound of a message. */

import { useEffect, useRef } from "react";

import type { CandidateDesk } from "../api/schema";
import { t } from "../i18n/t";
import { messageSound, ring } from "../phone/ringer";

const BLINK_MS = 1000;

/** A title that alternates with the page's own as long as it must be seen. */
function useTitle(words: string | null): void {
  useEffect(() => {
    if (words === null) return;
    const own = document.title;
    document.title = words;
    let isOwn = false;
    const timer = window.setInterval(() => {
      isOwn = !isOwn;
      document.title = isOwn ? own : words;
    }, BLINK_MS);
    return () => {
      window.clearInterval(timer);
      document.title = own;
    };
  }, [words]);
}

function notify(title: string, body: string): Notification | null {
  if (!document.hidden || !("Notification" in window) || Notification.permission !== "granted") return null;
  return new Notification(title, { body, tag: "combine" });
}

export function useAttention(desk: CandidateDesk | null): void {
  const isRinging = desk?.call?.state === "ringing" && desk.call.caller === "customer";
  const name = desk?.call?.name ?? "";
  // A telephone alone rings by itself; the page stays quiet and still says it.
  const isPageQuiet = desk?.line.rings === "phone" && desk.line.phones.length > 0;
  useEffect(() => {
    if (!isRinging) return;
    const stop = isPageQuiet ? () => undefined : ring();
    const notification = notify(t("Appel entrant"), name);
    return () => {
      stop();
      notification?.close();
    };
  }, [isRinging, name, isPageQuiet]);

  const messages = desk?.conversation?.messages.filter((message) => message.by === "customer") ?? [];
  const unread = messages.filter((message) => message.read_at === null).length;
  const before = useRef<number | null>(null);
  useEffect(() => {
    if (desk === null) return;
    if (before.current !== null && messages.length > before.current) {
      messageSound();
      notify(t("Nouveau message"), t("Le client vous a écrit."));
    }
    before.current = messages.length;
  }, [desk, messages.length]);
  useTitle(isRinging ? t("☎ {name} appelle", { name }) : unread > 0 ? t("({n}) Nouveau message", { n: unread }) : null);
}
