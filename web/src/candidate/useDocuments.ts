import { server } from "../api/client";
import type { Company } from "../api/schema";

/** The company's documents: asked once for the life of the page. */
export function useDocuments() {
  return server.useQuery("get", "/api/candidate/documents", {}, { staleTime: Infinity });
}

export function useCompany(): Company | null {
  return server.useQuery("get", "/api/candidate/company", {}, { staleTime: Infinity }).data?.company ?? null;
}

/** A product's name from its identifier, as the catalogue says it. */
export function useProductName(): (id: string) => string {
  const { data } = useDocuments();
  return (id) => data?.products.find((product) => product.id === id)?.name ?? id;
}
