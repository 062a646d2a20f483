/** Telephones: whether they can register, the settings in force, the centre's exchange, everybody's accounts. */

import styles from "./installation.module.css";

import type { ReactNode } from "react";

import { isRefused, server, wordsOf } from "../api/client";
import type { PhonesView, SettingView } from "../api/schema";
import { t } from "../i18n/t";
import { Telephony } from "../session/Telephony";
import { StaffBar } from "../shared/StaffBar";
import { Pages } from "./Pages";
import { PhoneAccounts } from "./PhoneAccounts";
import { TrunkCard } from "./TrunkCard";

const LOOK_MS = 5000;

export default function PhonesPage(): ReactNode {
  const { data, error, refetch } = server.useQuery(
    "get",
    "/api/staff/installation/telephones",
    {},
    { refetchInterval: ({ state }) => (isRefused(state.error) ? false : LOOK_MS) },
  );
  const problem = wordsOf(error);
  const again = (): void => void refetch();
  return (
    <div className="page">
      <StaffBar title={t("Téléphones du centre")} />
      <main className={`column wide ${styles.column}`}>
        <Pages />
        {problem && (
          <div className="banner bad" role="alert">
            {problem}
          </div>
        )}
        <Telephony />
        {data && !data.is_on && (
          <p className={`card ${styles.part}`}>
            {t(
              "Les téléphones ne sont pas activés : les appels passent par le navigateur. Pour les ouvrir, posez sip = true et sip_host (l'adresse de ce serveur) dans {file}, puis redémarrez Combiné.",
              { file: data.file },
            )}
          </p>
        )}
        {data && (
          <>
            <div className={styles.parts}>
              <TrunkCard trunk={data.trunk} isOn={data.is_on} again={again} />
              <Settings phones={data} />
            </div>
            {data.is_on && <PhoneAccounts phones={data} again={again} />}
          </>
        )}
      </main>
    </div>
  );
}

const SOURCE = {
  environment: "variable d'environnement",
  file: "fichier de configuration",
  start: "au démarrage",
  default: "réglage d'usine",
} as const;

export const SOURCE_WORDS = Object.values(SOURCE);

/** What only a new start changes: shown with where it stands, and said how. */
function Settings({ phones }: { phones: PhonesView }): ReactNode {
  return (
    <section className={`card ${styles.part}`} aria-labelledby="reglages">
      <h2 id="reglages">{t("Réglages en vigueur")}</h2>
      <dl className={`facts ${styles.dates}`}>
        {phones.settings.map((one) => (
          <Setting key={one.variable} setting={one} />
        ))}
      </dl>
      <p className={`small soft ${styles.path}`}>
        {t("Ils se changent dans {file}, ou par la variable indiquée, et valent au démarrage suivant.", {
          file: phones.file,
        })}
      </p>
    </section>
  );
}

function Setting({ setting }: { setting: SettingView }): ReactNode {
  return (
    <>
      <dt>{setting.label}</dt>
      <dd>
        {setting.value}{" "}
        <span className="small soft">
          {t(SOURCE[setting.source])} · {setting.variable}
        </span>
      </dd>
    </>
  );
}
