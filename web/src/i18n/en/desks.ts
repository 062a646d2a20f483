/** English words for the French ones; what is missing stays in French. */

import { account } from "./account";
import { assignments } from "./assignments";
import { candidate } from "./candidate";
import { casestudy } from "./casestudy";
import { custody } from "./custody";
import { deliberation } from "./deliberation";
import { examday } from "./examday";
import { home } from "./home";
import { installation } from "./installation";
import { installedParts } from "./installedParts";
import { interview } from "./interview";
import { jury } from "./jury";
import { network } from "./network";
import { progress } from "./progress";
import { replay } from "./replay";
import { results } from "./results";
import { session } from "./session";
import { shared } from "./shared";
import { studio } from "./studio";
import { subjects } from "./subjects";
import { telephone } from "./telephone";
import { timetable } from "./timetable";

export const english: Record<string, string> = {
  ...assignments,
  ...studio,
  ...subjects,
  ...timetable,
  ...account,
  ...telephone,
  ...shared,
  ...custody,
  ...deliberation,
  ...examday,
  ...home,
  ...candidate,
  ...casestudy,
  ...installedParts,
  ...installation,
  ...interview,
  ...jury,
  ...network,
  ...progress,
  ...replay,
  ...results,
  ...session,
};
