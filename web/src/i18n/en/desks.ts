/** English words for the French ones; what is missing stays in French. */

import { account } from "./account";
import { candidate } from "./candidate";
import { home } from "./home";
import { jury } from "./jury";
import { progress } from "./progress";
import { replay } from "./replay";
import { session } from "./session";
import { shared } from "./shared";
import { telephone } from "./telephone";

export const english: Record<string, string> = {
  ...account,
  ...telephone,
  ...shared,
  ...home,
  ...candidate,
  ...jury,
  ...progress,
  ...replay,
  ...session,
};
