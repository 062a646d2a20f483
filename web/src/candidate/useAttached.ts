import { useEffect } from "react";

import { server } from "../api/client";
import type { AttachedView, Customer } from "../api/schema";

const NONE: AttachedView[] = [];

/** Documents of a subject in documents that may be read now; asked again for each `moment`, as phases open them. */
export function useAttached(moment: string | null): AttachedView[] {
  const { data, refetch } = server.useQuery("get", "/api/candidate/attached");
  useEffect(() => void refetch(), [moment, refetch]);
  return data ?? NONE;
}

/** Whose file is among the documents: the form says a name and a telephone only. */
export function isOnPaper(customer: Customer): boolean {
  return customer.address.postcode === "";
}
