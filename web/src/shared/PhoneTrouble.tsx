/** What one's telephone did with its last call that brought none, and what to do: the server's sentence. */

import type { ReactNode } from "react";

import type { LineView } from "../api/schema";

export function PhoneTrouble({ line }: { line: LineView }): ReactNode {
  if (!line.phone_trouble || line.rings === "browser") return null;
  return (
    <p role="alert" className="small">
      {line.phone_trouble}
    </p>
  );
}
