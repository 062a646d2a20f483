import { useEffect, useState } from "react";

import { call } from "../api/call";
import type { Documents } from "../api/schema";

let kept: Documents | null = null;

/** The company's documents: asked once for the life of the page. */
export function useDocuments(): Documents | null {
  const [documents, setDocuments] = useState(kept);
  useEffect(() => {
    if (kept) return;
    void call<Documents>("GET", "/api/candidate/documents").then((answer) => {
      if (answer.ok) {
        kept = answer.data;
        setDocuments(kept);
      }
    });
  }, []);
  return documents;
}
