/** The room's projector: phase, time, what the sequence does. Nothing of the jury ever comes to this page. */

import styles from "./interview.module.css";

import { type ReactNode, useEffect } from "react";
import { useParams } from "react-router";

import { server, wordsOf } from "../api/client";
import { t } from "../i18n/t";
import { RoomWords } from "./RoomWords";

const EVERY_MS = 2000;

export default function RoomPage(): ReactNode {
  const { seatId = "" } = useParams();
  const { data, error, dataUpdatedAt } = server.useQuery(
    "get",
    "/api/staff/seats/{seat_id}/room-screen",
    { params: { path: { seat_id: seatId } } },
    { refetchInterval: EVERY_MS },
  );
  useEffect(() => {
    document.title = `${t("Écran de la salle")} – Combiné`;
  }, []);
  return (
    <main className={`page ${styles.room}`}>
      {error && (
        <p className="banner bad" role="alert">
          {wordsOf(error)}
        </p>
      )}
      {data && (
        <>
          <p className={styles.roomHead}>{`${data.seat_label} · ${data.session_title}`}</p>
          <RoomWords screen={data} heardAt={dataUpdatedAt} isLarge />
        </>
      )}
    </main>
  );
}
