/** Packs of this installation: what each holds, what is wrong with it, one brought in a ZIP, one taken away. */

import styles from "./installation.module.css";

import { type ReactNode, useState } from "react";

import { server, wordsOf } from "../api/client";
import type { BrokenOnShelf, PackReadView } from "../api/schema";
import { t } from "../i18n/t";
import { AskTwice } from "../shared/AskTwice";
import { StaffBar } from "../shared/StaffBar";
import { BringPack } from "./BringPack";
import { PackCard } from "./PackCard";
import { PackFaults, PackOutcome } from "./PackFaults";
import { Pages } from "./Pages";

export default function PacksPage(): ReactNode {
  const { data: shelf, error, refetch } = server.useQuery("get", "/api/staff/installation/packs");
  const problem = wordsOf(error);
  const again = (): void => void refetch();
  return (
    <div className="page">
      <StaffBar title={t("Scénarios installés")} />
      <main className={`column wide ${styles.column}`}>
        <Pages />
        {problem && (
          <div className="banner bad" role="alert">
            {problem}
          </div>
        )}
        {shelf && (
          <>
            {shelf.broken.map((one) => (
              <Broken key={`${one.origin} ${one.folder}`} pack={one} again={again} />
            ))}
            <ul className={`plain-list ${styles.shelf}`}>
              {shelf.packs.map((one) => (
                <PackCard key={one.pack_id} pack={one} again={again} />
              ))}
            </ul>
            <BringPack root={shelf.root} mayBring={shelf.may_bring} again={again} />
          </>
        )}
      </main>
    </div>
  );
}

/** Left out: why, and the two ways out. */
function Broken({ pack, again }: { pack: BrokenOnShelf; again: () => void }): ReactNode {
  const [read, setRead] = useState<PackReadView | null>(null);
  const reading = server.useMutation("post", "/api/staff/installation/packs/{shelf}/{folder}/read", {
    onSuccess: setRead,
    onSettled: again,
  });
  const removing = server.useMutation("delete", "/api/staff/installation/packs/brought/{folder}", {
    onSettled: again,
  });
  const shelf = pack.origin === "shipped" ? "shipped" : "brought";
  const problem = wordsOf(reading.error) || wordsOf(removing.error);
  return (
    <section className={`card ${styles.part}`} aria-label={t("Scénario « {name} »", { name: pack.folder })}>
      <div className={styles.head}>
        <h2>{pack.folder}</h2>
        <span className="pill bad">{t("Illisible : il n'est pas proposé")}</span>
        <button
          className="btn slim"
          disabled={reading.isPending}
          onClick={() => reading.mutate({ params: { path: { shelf, folder: pack.folder } } })}
        >
          {reading.isPending ? t("Lecture…") : t("Relire")}
        </button>
        {pack.can_be_removed && (
          <AskTwice
            question={t("Supprimer ce dossier du serveur ?")}
            yes={t("Oui, supprimer")}
            act={() => removing.mutate({ params: { path: { folder: pack.folder } } })}
          >
            {t("Supprimer…")}
          </AskTwice>
        )}
      </div>
      {problem && (
        <p role="alert" className={styles.fault}>
          {problem}
        </p>
      )}
      {read ? <PackOutcome read={read} /> : <PackFaults faults={pack.faults} more={pack.more} />}
    </section>
  );
}
