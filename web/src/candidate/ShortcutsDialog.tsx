import css from "./windows.module.css";

import { clsx } from "clsx";
import { type ReactNode, useSyncExternalStore } from "react";

import { t } from "../i18n/t";
import { Key } from "../shared/Desk";
import { Dialog } from "../shared/Dialog";
import { withLetter } from "../shared/shortcuts";
import { ACTIONS, shortcutStore } from "./shortcuts";

/** The list of shortcuts: to read, to change, to switch off. */
export function ShortcutsDialog({ close }: { close: () => void }): ReactNode {
  const shortcuts = useSyncExternalStore(shortcutStore.subscribe, shortcutStore.snapshot);
  return (
    <Dialog title={t("Raccourcis clavier")} close={close} width={470}>
      <label className="row">
        <input
          type="checkbox"
          checked={!shortcuts.isOff}
          onChange={(event) => shortcutStore.set({ ...shortcuts, isOff: !event.target.checked })}
        />
        {t("Utiliser les raccourcis")}
      </label>
      <ul className={clsx("plain-list", css.shortcutList)}>
        {ACTIONS.map(([action, words]) => (
          <li key={action} className="row between">
            <label htmlFor={`shortcut-${action}`}>{t(words)}</label>
            <span className="row">
              <Key>{"Alt"}</Key>
              <input
                id={`shortcut-${action}`}
                className="field num"
                style={{ width: 44, textAlign: "center", textTransform: "uppercase" }}
                value={shortcuts.letters[action] ?? ""}
                disabled={shortcuts.isOff}
                onFocus={(event) => event.target.select()}
                onChange={(event) => shortcutStore.set(withLetter(shortcuts, action, event.target.value.slice(-1)))}
              />
            </span>
          </li>
        ))}
        <li className="row between">
          <span>{t("Chercher un client")}</span>
          <Key>{"Ctrl K"}</Key>
        </li>
        <li className="row between">
          <span>{t("Cette liste")}</span>
          <Key>{t("Alt ?")}</Key>
        </li>
      </ul>
      <p className="small soft">
        {t(
          "Tapez une autre lettre pour changer un raccourci. Ils n'agissent jamais sans la touche Alt : vous pouvez écrire pendant un appel.",
        )}
      </p>
      <div className="row" style={{ justifyContent: "flex-end" }}>
        <button className="btn" onClick={() => shortcutStore.reset()}>
          {t("Rétablir")}
        </button>
        <button className="btn primary" onClick={close}>
          {t("Fermer")}
        </button>
      </div>
    </Dialog>
  );
}
