import { createContext, useContext } from "react";

import { server } from "../api/client";
import type { Company } from "../api/schema";

/** The company's documents: asked once for the life of the page. */
export function useDocuments() {
  return server.useQuery("get", "/api/candidate/documents", {}, { staleTime: Infinity });
}

export function useCompany(): Company | null {
  return server.useQuery("get", "/api/candidate/company", {}, { staleTime: Infinity }).data?.company ?? null;
}

/** Names by identifier, where a file is shown that no desk has: in the studio. */
export const ProductNames = createContext<Map<string, string> | null>(null);

/** A product's name from its identifier, as the catalogue says it. */
export function useProductName(): (id: string) => string {
  const given = useContext(ProductNames);
  const { data } = server.useQuery(
    "get",
    "/api/candidate/documents",
    {},
    { staleTime: Infinity, enabled: given === null },
  );
  return (id) => given?.get(id) ?? data?.products.find((product) => product.id === id)?.name ?? id;
}
