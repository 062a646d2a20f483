/** Every page of the application; each desk is loaded by itself. */

import { createBrowserRouter, isRouteErrorResponse, useRouteError } from "react-router";

import { t } from "../i18n/t";

function Failure() {
  const error = useRouteError();
  const missing = isRouteErrorResponse(error) && error.status === 404;
  return (
    <main className="page" style={{ display: "grid", placeItems: "center" }}>
      <div className="card col" style={{ padding: 28, maxWidth: 480 }}>
        <h1>{missing ? t("Cette page n'existe pas.") : t("La page a rencontré un problème.")}</h1>
        <p className="soft">{missing ? "" : t("Rechargez-la : ce que vous avez fait est conservé sur le serveur.")}</p>
        <div className="row">
          <button className="btn primary" onClick={() => location.reload()}>
            {t("Recharger")}
          </button>
          <a className="btn" href="/">
            {t("Accueil")}
          </a>
        </div>
      </div>
    </main>
  );
}

const page = (load: () => Promise<{ default: React.ComponentType }>) => ({
  errorElement: <Failure />,
  HydrateFallback: () => <main className="page" aria-busy="true" />,
  lazy: async () => ({ Component: (await load()).default }),
});

export const router = createBrowserRouter([
  { path: "/", ...page(() => import("../home/HomePage")) },
  { path: "/connexion", ...page(() => import("../signin/SignInPage")) },
  { path: "/candidat", ...page(() => import("../candidate/CandidatePage")) },
  { path: "/candidat/tirage", ...page(() => import("../draws/OwnDrawPage")) },
  { path: "/candidat/progression", ...page(() => import("../progress/OwnProgressPage")) },
  { path: "/candidat/reecoute/:runId", ...page(() => import("../replay/CandidateReplayPage")) },
  { path: "/jury", ...page(() => import("../session/MySeatsPage")) },
  { path: "/jury/candidat/:seatId", ...page(() => import("../jury/JuryPage")) },
  { path: "/jury/candidat/:seatId/correction", ...page(() => import("../correction/CorrectionPage")) },
  { path: "/jury/candidat/:seatId/tirage", ...page(() => import("../draws/DrawPage")) },
  { path: "/jury/candidat/:seatId/entretien", ...page(() => import("../interview/InterviewPage")) },
  { path: "/jury/candidat/:seatId/salle", ...page(() => import("../interview/RoomPage")) },
  { path: "/jury/candidat/:seatId/reecoutes", ...page(() => import("../replay/SeatReplaysPage")) },
  { path: "/jury/candidat/:seatId/vue-ensemble", ...page(() => import("../replay/OverviewPage")) },
  { path: "/reecoute/:runId", ...page(() => import("../replay/ReplayPage")) },
  { path: "/sessions", ...page(() => import("../session/SessionsPage")) },
  { path: "/sujets", ...page(() => import("../subjects/SubjectsPage")) },
  { path: "/sujets/:subjectId", ...page(() => import("../subjects/SubjectPage")) },
  { path: "/bibliotheque", ...page(() => import("../catalogue/CataloguePage")) },
  { path: "/bibliotheque/a-faire", ...page(() => import("../assignments/AssignmentsPage")) },
  { path: "/atelier", ...page(() => import("../studio/StudioPage")) },
  { path: "/atelier/:studioId", ...page(() => import("../studio/PackPage")) },
  { path: "/atelier/:studioId/exchange/:itemId", ...page(() => import("../studio/ExchangePage")) },
  { path: "/atelier/:studioId/:kind/:itemId", ...page(() => import("../studio/ItemPage")) },
  { path: "/sessions/:sessionId", ...page(() => import("../session/SessionPage")) },
  { path: "/sessions/:sessionId/emploi-du-temps", ...page(() => import("../timetable/TimetablePage")) },
  { path: "/sessions/:sessionId/plis", ...page(() => import("../custody/OpeningPage")) },
  { path: "/sessions/:sessionId/deliberation", ...page(() => import("../results/SessionDeliberationPage")) },
  { path: "/sessions/:sessionId/deliberation/:seatId", ...page(() => import("../deliberation/DeliberationPage")) },
  { path: "/sessions/:sessionId/ceres", ...page(() => import("../results/CeresPage")) },
  { path: "/sessions/:sessionId/conservation", ...page(() => import("../results/RetentionPage")) },
  { path: "/jury/candidat/:seatId/grille", ...page(() => import("../results/PaperGridPage")) },
  { path: "/jury/session/:sessionId/journee", ...page(() => import("../examday/BoardPage")) },
  { path: "/surveillance/:sessionId", ...page(() => import("../examday/WatchPage")) },
  { path: "/progression", ...page(() => import("../progress/GroupPage")) },
  { path: "/progression/:personId", ...page(() => import("../progress/TraineePage")) },
  { path: "/reseau", ...page(() => import("../network/NetworkCheckPage")) },
  { path: "/compte", ...page(() => import("../account/AccountPage")) },
  { path: "/telephone", ...page(() => import("../telephone/MyPhonePage")) },
  { path: "/guide/:guideId", ...page(() => import("../telephone/GuidePage")) },
  { path: "/premiers-pas", ...page(() => import("../firststeps/FirstStepsPage")) },
  { path: "/installation", ...page(() => import("../installation/InstallationPage")) },
  { path: "/installation/telephones", ...page(() => import("../installation/PhonesPage")) },
  { path: "/installation/modeles", ...page(() => import("../installation/ModelsPage")) },
  { path: "/installation/scenarios", ...page(() => import("../installation/PacksPage")) },
  { path: "/constats", ...page(() => import("../session/DetectorsPage")) },
  {
    path: "*",
    element: <Failure />,
    loader: () => {
      throw new Response("", { status: 404 });
    },
    errorElement: <Failure />,
  },
]);
