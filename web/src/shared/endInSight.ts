/** Whether the end of something that scrolls is in sight: what is cut at its edge looks whole. */

import { type RefObject, useEffect, useState } from "react";

/** `end`: the last thing in it. `within`: what scrolls; the dialog or the window around it where none is given. */
export function useEndOutOfSight(end: RefObject<Element | null>, within?: RefObject<Element | null>): boolean {
  const [isOut, setOut] = useState(false);
  useEffect(() => {
    const last = end.current;
    // A document without a layout (tests) has nothing out of sight.
    if (!last || typeof IntersectionObserver === "undefined") return;
    const root = within?.current ?? last.closest("dialog");
    const watch = new IntersectionObserver(([seen]) => setOut(seen !== undefined && !seen.isIntersecting), { root });
    watch.observe(last);
    return () => watch.disconnect();
  }, [end, within]);
  return isOut;
}
