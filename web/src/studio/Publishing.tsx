/** From the draft to a version that sessions play: what changes, what still keeps it, one press. */

import css from "./studio.module.css";

import { type ReactNode, useState } from "react";

import { client, server, wordsOf } from "../api/client";
import type { StudioPackView } from "../api/schema";
import { plural, t } from "../i18n/t";
import { Dialog } from "../shared/Dialog";
import { Differences } from "./Differences";

function State({ pack }: { pack: StudioPackView }): ReactNode {
  const [newest] = pack.versions;
  return (
    <span className="pill ring">
      <span className="dot" />
      {newest ? t("Brouillon · publié v{n}", { n: newest.number }) : t("Brouillon")}
    </span>
  );
}

interface ButtonProps {
  pack: StudioPackView;
  /** Reads the pack again. */
  published: () => Promise<unknown>;
  /** Keeps what is being typed first. */
  flush?: () => Promise<boolean>;
}

function Button({ pack, published, flush }: ButtonProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const next = (pack.versions[0]?.number ?? 0) + 1;
  const open = async (): Promise<void> => {
    await flush?.();
    // What is wrong is said of what is kept now.
    await published();
    setOpen(true);
  };
  return (
    <>
      <button className="btn" onClick={() => void open()}>
        {t("Publier v{n}…", { n: next })}
      </button>
      {isOpen && <Ask pack={pack} next={next} close={() => setOpen(false)} published={published} />}
    </>
  );
}

interface AskProps {
  pack: StudioPackView;
  next: number;
  close: () => void;
  published: () => Promise<unknown>;
}

function Ask({ pack, next, close, published }: AskProps): ReactNode {
  const [problem, setProblem] = useState("");
  const [newest] = pack.versions;
  const errors = pack.faults.filter((one) => one.severity === "error");
  const changes = server.useQuery(
    "get",
    "/api/staff/studio/{studio_id}/versions/{version_number}/differences",
    { params: { path: { studio_id: pack.id, version_number: newest?.number ?? 1 } } },
    { enabled: newest !== undefined },
  );
  const publish = async (): Promise<void> => {
    const { error } = await client.POST("/api/staff/studio/{studio_id}/publish", {
      params: { path: { studio_id: pack.id } },
    });
    setProblem(wordsOf(error));
    if (error) return;
    await published();
    close();
  };
  return (
    <Dialog title={t("Publier la version {n}", { n: next })} width={720} close={close}>
      <p>
        {t(
          "Une version publiée ne change plus : les nouvelles séances la proposent, celles qui en jouent une autre la gardent.",
        )}
      </p>
      {changes.data && (
        <div className={css.differing}>
          <Differences all={changes.data} />
        </div>
      )}
      {errors.length > 0 && (
        <div role="alert">
          <p className="warn">
            {plural(
              errors.length,
              "Il reste un point à corriger avant de publier :",
              "Il reste {n} points à corriger avant de publier :",
            )}
          </p>
          <ul className="small">
            {errors.slice(0, 8).map((one) => (
              <li key={`${one.kind}/${one.id}/${one.field}/${one.code}`}>
                <a className="link" href={`/atelier/${pack.id}/${one.kind}/${one.id}`}>
                  {pack.items.find((it) => it.kind === one.kind && it.id === one.id)?.title || one.id}
                </a>
                {` : ${one.problem} ${one.remedy}`}
              </li>
            ))}
          </ul>
        </div>
      )}
      {problem && (
        <p role="alert" className="warn">
          {problem}
        </p>
      )}
      <div className="row">
        <button className="btn primary" disabled={errors.length > 0} onClick={() => void publish()}>
          {t("Publier")}
        </button>
        <button className="btn" onClick={close}>
          {t("Fermer")}
        </button>
      </div>
    </Dialog>
  );
}

export const Publishing = { State, Button };
