/** A conversation, from one of its two sides. What is typed is never lost: it waits in this browser until kept. */

import { type ClipboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";

import type { ConversationView } from "../api/schema";
import { t } from "../i18n/t";
import type { LiveDesk } from "../live/desk";
import { newId } from "../live/socket";
import { UnsentMessages } from "../live/unsent";
import { timeOfDay } from "./time";
import { useNow } from "./useNow";

interface ChatProps {
  live: LiveDesk<object>;
  conversation: ConversationView;
  me: "candidate" | "customer";
  deskKey: string;
  typingUntil: number;
  pasteLimit?: number;
  spellCheck?: boolean;
  canWrite: boolean;
  suggestions?: { trigger: string; text: string }[];
}

export function Chat(props: ChatProps): ReactNode {
  const { live, conversation, me, canWrite } = props;
  const unsent = useMemo(() => new UnsentMessages(`${props.deskKey}.${me}`), [props.deskKey, me]);
  const [waiting, setWaiting] = useState(() => unsent.all().filter((one) => one.run_id === conversation.run_id));
  const [text, setText] = useState("");
  const [warning, setWarning] = useState("");
  const end = useRef<HTMLDivElement>(null);
  const isOpen = conversation.closed_at === null;

  const deliver = (message: { message_id: string; run_id: string; text: string }): void => {
    unsent.add(message);
    setWaiting(unsent.all().filter((one) => one.run_id === conversation.run_id));
    void live.send({ type: "chat.send", message_id: message.message_id, text: message.text }).then(() => {
      unsent.done(message.message_id);
      setWaiting(unsent.all().filter((one) => one.run_id === conversation.run_id));
    });
  };

  // What an earlier page of this browser could not send.
  useEffect(() => {
    unsent.all().filter((one) => one.run_id === conversation.run_id).forEach(deliver);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when the conversation appears
  }, [conversation.run_id]);

  const known = new Set(conversation.messages.map((message) => message.message_id));
  const last = conversation.messages.at(-1);
  useEffect(() => {
    end.current?.scrollIntoView({ block: "nearest" });
    const seen = [...conversation.messages].reverse().find((message) => message.by !== me);
    if (seen && !seen.read_at && document.hasFocus()) void live.send({ type: "chat.read", message_id: seen.message_id });
  }, [conversation.messages, last, live, me]);

  const send = (words: string): void => {
    const trimmed = words.trim();
    if (!trimmed) return;
    deliver({ message_id: newId(), run_id: conversation.run_id, text: trimmed });
    setText("");
    setWarning("");
  };

  const paste = (event: ClipboardEvent): void => {
    const limit = props.pasteLimit;
    if (limit !== undefined && event.clipboardData.getData("text").length > limit) {
      event.preventDefault();
      setWarning(t("Le collage est limité à {n} caractères : écrivez votre réponse.", { n: limit }));
    }
  };

  return (
    <>
      <div className="bubbles scroll" role="log" aria-label={t("Conversation")} tabIndex={0}>
        {conversation.messages.map((message) => (
          <div key={message.message_id} style={{ display: "contents" }}>
            <div className={`bubble ${message.by === me ? "mine" : "theirs"}`}>{message.text}</div>
            <div className={`bubble-mark ${message.by === me ? "" : "theirs"} num`}>
              {timeOfDay(message.sent_at)}
              {message.by === me && ` · ${message.read_at ? t("Lu") : message.delivered_at ? t("Reçu") : t("Envoyé")}`}
            </div>
          </div>
        ))}
        {waiting
          .filter((message) => !known.has(message.message_id))
          .map((message) => (
            <div key={message.message_id} style={{ display: "contents" }}>
              <div className="bubble mine waiting">{message.text}</div>
              <div className="bubble-mark">{t("En cours d'envoi…")}</div>
            </div>
          ))}
        <Typing until={props.typingUntil} me={me} />
        {!isOpen && <div className="soft small" style={{ textAlign: "center" }}>{t("Conversation terminée")}</div>}
        <div ref={end} />
      </div>
      {isOpen && canWrite && (
        <div style={{ padding: "8px 12px 12px", borderTop: "1px solid var(--c-rule)" }} className="col">
          {props.suggestions && props.suggestions.length > 0 && (
            <div className="row wrap" style={{ gap: 4 }}>
              {props.suggestions.map((reply) => (
                <button key={reply.trigger} className="btn slim" title={reply.text} onClick={() => send(reply.text)}>
                  {reply.trigger}
                </button>
              ))}
            </div>
          )}
          <Waiting live={live} conversation={conversation} me={me} />
          {warning && (
            <div className="small" role="alert" style={{ color: "var(--c-ring)" }}>
              {warning}
            </div>
          )}
          <div className="row" style={{ alignItems: "flex-end" }}>
            <textarea
              className="field"
              rows={2}
              value={text}
              aria-label={t("Votre message")}
              placeholder={t("Écrivez… Entrée pour envoyer, Maj + Entrée pour aller à la ligne")}
              spellCheck={props.spellCheck ?? false}
              maxLength={4000}
              onPaste={paste}
              onChange={(event) => {
                setText(event.target.value);
                live.socket.hint({ type: "chat.typing" });
              }}
              onKeyDown={(event) => {
                if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
                  event.preventDefault();
                  send(text);
                }
              }}
            />
            <button className="btn primary" onClick={() => send(text)} disabled={!text.trim()}>
              {t("Envoyer")}
            </button>
          </div>
        </div>
      )}
    </>
  );
}

function Typing({ until, me }: { until: number; me: "candidate" | "customer" }): ReactNode {
  const now = useNow(Date.now, 1000);
  if (until < now) return null;
  return (
    <div className="soft small" role="status">
      {me === "candidate" ? t("Le client écrit…") : t("Le candidat écrit…")}
    </div>
  );
}

/** Only the adviser is warned: the customer waits. */
function Waiting({ live, conversation, me }: { live: LiveDesk<object>; conversation: ConversationView; me: string }): ReactNode {
  const read = useMemo(() => () => live.now(), [live]);
  const now = useNow(read, 1000);
  if (me !== "candidate" || !conversation.waiting_since) return null;
  const seconds = (now - Date.parse(conversation.waiting_since)) / 1000;
  const isFirst = !conversation.messages.some((message) => message.by === "candidate");
  const limit = isFirst ? conversation.first_reply_seconds : conversation.reply_seconds;
  if (seconds < limit * 0.75) return null;
  const late = seconds >= limit;
  return (
    <div className={`pill ${late ? "bad" : "ring"}`} role="status">
      {late
        ? t("Le client attend depuis plus de {n} s : répondez ou prévenez-le", { n: limit })
        : t("Le client attend votre réponse")}
    </div>
  );
}
