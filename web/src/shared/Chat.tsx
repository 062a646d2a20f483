/** A conversation, from one of its two sides. What is typed is never lost: it waits in this browser until kept. */

import { type ClipboardEvent, type DragEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";

import type { ChatMessageView, ConversationView } from "../api/schema";
import { plural, t } from "../i18n/t";
import type { LiveDesk } from "../live/desk";
import { newId } from "../live/socket";
import { type Unsent, UnsentMessages } from "../live/unsent";
import { waitingWarning } from "./chatWaiting";
import { timeOfDay } from "./time";
import { useNow } from "./useNow";

type Side = "candidate" | "customer";

interface ChatProps {
  live: LiveDesk<object>;
  conversation: ConversationView;
  me: Side;
  deskKey: string;
  typingUntil: number;
  pasteLimit?: number;
  spellCheck?: boolean;
  canWrite: boolean;
  suggestions?: { trigger: string; text: string }[];
}

const TYPING_EVERY_MS = 2000;

export function Chat(props: ChatProps): ReactNode {
  const { live, conversation, me, canWrite } = props;
  const runId = conversation.run_id;
  const unsent = useMemo(() => new UnsentMessages(`${props.deskKey}.${me}`), [props.deskKey, me]);
  const [waiting, setWaiting] = useState(() => unsent.of(runId));
  const [text, setText] = useState(() => unsent.draft(runId));
  const isOpen = conversation.closed_at === null;

  const write = (words: string): void => {
    setText(words);
    unsent.keepDraft(runId, words);
  };
  const deliver = (message: Unsent): void => {
    unsent.add({ message_id: message.message_id, run_id: runId, text: message.text });
    setWaiting(unsent.of(runId));
    // The command bears the message's own id: shown again, this page asks for nothing twice.
    void live
      .send({ type: "chat.send", message_id: message.message_id, text: message.text }, message.message_id)
      .then((ack) => {
        if (ack.ok) unsent.done(message.message_id);
        else unsent.refuse(message.message_id, ack.problem?.message ?? "");
        setWaiting(unsent.of(runId));
      });
  };
  const takeBack = (message: Unsent): void => {
    unsent.done(message.message_id);
    setWaiting(unsent.of(runId));
    write(text ? `${message.text}\n${text}` : message.text);
  };
  const send = (words: string): void => {
    const trimmed = words.trim();
    if (trimmed) deliver({ message_id: newId(), run_id: runId, text: trimmed });
  };

  // What an earlier page of this browser could not send.
  useEffect(() => {
    unsent
      .of(runId)
      .filter((one) => one.refused === undefined)
      .forEach(deliver);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when the conversation appears
  }, [runId]);
  useSeen(live, conversation, me);

  const known = new Set(conversation.messages.map((message) => message.message_id));
  const pending = waiting.filter((message) => !known.has(message.message_id));
  const log = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The conversation alone: on a small screen the page must not leave what is being read.
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
  }, [conversation.messages.length, pending.length, props.typingUntil]);

  return (
    <>
      <div ref={log} className="bubbles scroll" role="log" aria-label={t("Conversation")} tabIndex={0}>
        {conversation.messages.map((message) => (
          <Bubble key={message.message_id} message={message} me={me} />
        ))}
        {pending.map((message) => (
          <PendingBubble key={message.message_id} message={message} takeBack={() => takeBack(message)} />
        ))}
        <Typing until={props.typingUntil} me={me} />
        {!isOpen && (
          <div className="soft small" style={{ textAlign: "center" }}>
            {conversation.closed_by === "customer" && me === "candidate"
              ? t("Le client a clos la conversation")
              : t("Conversation terminée")}
          </div>
        )}
      </div>
      {isOpen && canWrite && (
        <div className="composer col">
          {props.suggestions && props.suggestions.length > 0 && (
            <div className="row wrap" style={{ gap: 4 }}>
              {props.suggestions.map((reply) => (
                <button key={reply.trigger} className="btn slim" title={reply.text} onClick={() => send(reply.text)}>
                  {reply.trigger}
                </button>
              ))}
            </div>
          )}
          {me === "candidate" && <Waiting live={live} conversation={conversation} />}
          <Composer
            text={text}
            write={write}
            send={() => {
              send(text);
              write("");
            }}
            typing={() => live.socket.hint({ type: "chat.typing" })}
            pasteLimit={props.pasteLimit}
            spellCheck={props.spellCheck ?? false}
          />
        </div>
      )}
    </>
  );
}

/** Says « read » once for each newest message, when the page is really looked at. */
function useSeen(live: LiveDesk<object>, conversation: ConversationView, me: Side): void {
  const told = useRef("");
  const newest = conversation.messages.findLast((message) => message.by !== me);
  useEffect(() => {
    const look = (): void => {
      if (!newest || newest.read_at !== null || told.current === newest.message_id || !document.hasFocus()) return;
      told.current = newest.message_id;
      void live.send({ type: "chat.read", message_id: newest.message_id });
    };
    look();
    window.addEventListener("focus", look);
    return () => window.removeEventListener("focus", look);
  }, [newest, live]);
}

function authorWords(by: Side, me: Side): string {
  if (by === me) return t("Vous");
  return by === "customer" ? t("Le client") : t("Le candidat");
}

function Bubble({ message, me }: { message: ChatMessageView; me: Side }): ReactNode {
  const isMine = message.by === me;
  const mark = message.read_at ? t("Lu") : message.delivered_at ? t("Reçu") : t("Envoyé");
  return (
    <>
      <div className={`bubble ${isMine ? "mine" : "theirs"}`}>
        <span className="sr">{`${authorWords(message.by, me)}${t(" : ")}`}</span>
        {message.text}
      </div>
      <div className={`bubble-mark num ${isMine ? "" : "theirs"}`}>
        {timeOfDay(message.sent_at)}
        {isMine && ` · ${mark}`}
      </div>
    </>
  );
}

function PendingBubble({ message, takeBack }: { message: Unsent; takeBack: () => void }): ReactNode {
  return (
    <>
      <div className={`bubble mine ${message.refused === undefined ? "waiting" : "refused"}`}>{message.text}</div>
      <div className="bubble-mark">
        {message.refused === undefined ? (
          t("En cours d'envoi…")
        ) : (
          <>
            {t("Non envoyé.")} {message.refused}{" "}
            <button className="link" onClick={takeBack}>
              {t("Reprendre le texte")}
            </button>
          </>
        )}
      </div>
    </>
  );
}

interface ComposerProps {
  text: string;
  write: (text: string) => void;
  send: () => void;
  typing: () => void;
  pasteLimit: number | undefined;
  spellCheck: boolean;
}

function Composer({ text, write, send, typing, pasteLimit, spellCheck }: ComposerProps): ReactNode {
  const [warning, setWarning] = useState("");
  const hinted = useRef(0);
  const sendNow = (): void => {
    hinted.current = 0;
    send();
  };
  const refuseLong = (event: ClipboardEvent | DragEvent, data: DataTransfer): void => {
    if (pasteLimit === undefined || data.getData("text").length <= pasteLimit) return;
    event.preventDefault();
    setWarning(
      pasteLimit === 0
        ? t("Le collage est désactivé : écrivez votre réponse.")
        : plural(
            pasteLimit,
            "Le collage est limité à {n} caractère : écrivez votre réponse.",
            "Le collage est limité à {n} caractères : écrivez votre réponse.",
          ),
    );
  };
  return (
    <>
      {warning && (
        <p className="small warn" role="alert">
          {warning}
        </p>
      )}
      <div className="row" style={{ alignItems: "flex-end" }}>
        <textarea
          className="field"
          rows={3}
          value={text}
          aria-label={t("Votre message")}
          placeholder={t("Entrée envoie, Maj + Entrée va à la ligne")}
          spellCheck={spellCheck}
          maxLength={4000}
          onPaste={(event) => refuseLong(event, event.clipboardData)}
          onDrop={(event) => refuseLong(event, event.dataTransfer)}
          onChange={(event) => {
            write(event.target.value);
            setWarning("");
            if (Date.now() - hinted.current > TYPING_EVERY_MS) {
              hinted.current = Date.now();
              typing();
            }
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
              event.preventDefault();
              sendNow();
            }
          }}
        />
        <button className="btn primary" onClick={sendNow} disabled={!text.trim()}>
          {t("Envoyer")}
        </button>
      </div>
    </>
  );
}

function Typing({ until, me }: { until: number; me: Side }): ReactNode {
  const now = useNow(Date.now, 1000);
  return (
    <div className="soft small typing" role="status">
      {until > now ? (me === "candidate" ? t("Le client écrit…") : t("Le candidat écrit…")) : ""}
    </div>
  );
}

/** Only the adviser is warned: the customer waits. */
function Waiting({ live, conversation }: { live: LiveDesk<object>; conversation: ConversationView }): ReactNode {
  const read = useMemo(() => () => live.now(), [live]);
  const warning = waitingWarning(conversation, useNow(read, 1000));
  return (
    <div role="status">
      {warning && (
        <span className={`pill wide ${warning.urgency === "late" ? "bad" : "ring"}`}>
          <span className="dot" />
          {warning.urgency === "late"
            ? t("Le client attend depuis plus de {n} s : répondez ou prévenez-le", { n: warning.limitSeconds })
            : t("Le client attend votre réponse")}
        </span>
      )}
    </div>
  );
}
