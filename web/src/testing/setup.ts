import "@testing-library/jest-dom/vitest";

import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// jsdom draws nothing: what components ask of a real screen is answered plainly.
class NoResize implements ResizeObserver {
  observe() {
    /* nothing ever changes size */
  }
  unobserve() {
    /* nothing is observed */
  }
  disconnect() {
    /* nothing is observed */
  }
}

window.ResizeObserver = NoResize;
window.matchMedia = (query) =>
  ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }) as unknown as MediaQueryList;
Element.prototype.scrollIntoView = () => undefined;

// Others come first on the machine: a limit finds what never comes, not what is slow there.
configure({ asyncUtilTimeout: 30_000 });

afterEach(cleanup);
