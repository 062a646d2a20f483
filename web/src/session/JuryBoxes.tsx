/** Who plays, listens and marks at a seat: a box each. A jury that has signed is changed on purpose, with a reason. */

import css from "./juryBoxes.module.css";

import { type ReactNode, type SubmitEvent, useId, useState } from "react";

import type { Person as Account, SeatSummary } from "../api/schema";
import { t } from "../i18n/t";

const SHORTEST_REASON = 3;

type Jurors = SeatSummary["jurors"];
type Person = Pick<Account, "id" | "name">;

interface JuryBoxesProps {
  seat: SeatSummary;
  /** Who may be of a jury. */
  people: readonly Person[];
  seatJurors: (jurors: Jurors, reason: string) => void;
}

export function JuryBoxes({ seat, people, seatJurors }: JuryBoxesProps): ReactNode {
  const [asked, setAsked] = useState<Person | null>(null);
  const turn = (person: Person): void => {
    if (seat.was_signed) setAsked(person);
    else seatJurors(turned(seat.jurors, person), "");
  };
  return (
    <>
      <span className="soft">{t("Jury :")}</span>
      {people.map((person) => (
        <label key={person.id} className="row" style={{ gap: 4 }}>
          <input type="checkbox" checked={isIn(seat.jurors, person)} onChange={() => turn(person)} />
          {person.name}
        </label>
      ))}
      {asked && (
        <SignedJuryChange
          key={asked.id}
          person={asked}
          leaves={isIn(seat.jurors, asked)}
          giveUp={() => setAsked(null)}
          act={(reason) => {
            setAsked(null);
            seatJurors(turned(seat.jurors, asked), reason);
          }}
        />
      )}
    </>
  );
}

interface ChangeProps {
  person: Person;
  leaves: boolean;
  giveUp: () => void;
  act: (reason: string) => void;
}

function SignedJuryChange({ person, leaves, giveUp, act }: ChangeProps): ReactNode {
  const [reason, setReason] = useState("");
  const question = useId();
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    act(reason.trim());
  };
  return (
    <form className={`col ${css.change}`} aria-labelledby={question} onSubmit={submit}>
      <b id={question}>
        {leaves
          ? t("Ce jury a signé. Retirer {who} annule ses signatures : l'archive scellée ne vaut plus.", {
              who: person.name,
            })
          : t("Ce jury a signé. Ajouter {who} annule ses signatures : l'archive scellée ne vaut plus.", {
              who: person.name,
            })}
      </b>
      <label className="strong">
        {t("Motif, imprimé au procès-verbal")}
        <input
          className="field"
          value={reason}
          maxLength={400}
          required
          // eslint-disable-next-line jsx-a11y/no-autofocus -- follows the box that was just ticked
          autoFocus
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <div className="row wrap">
        <button type="button" className="btn slim" onClick={giveUp}>
          {t("Non, ne rien changer")}
        </button>
        <button className="btn slim primary" disabled={reason.trim().length < SHORTEST_REASON}>
          {t("Oui, changer ce jury")}
        </button>
      </div>
    </form>
  );
}

function isIn(jurors: Jurors, person: Person): boolean {
  return jurors.some((juror) => juror.person_id === person.id);
}

function turned(jurors: Jurors, person: Person): Jurors {
  if (isIn(jurors, person)) return jurors.filter((juror) => juror.person_id !== person.id);
  const added = {
    person_id: person.id,
    name: person.name,
    connected: false,
    sound: "absent" as const,
    phones: { rings: "both" as const, registered: [], on_call: false },
  };
  return [...jurors, added];
}
