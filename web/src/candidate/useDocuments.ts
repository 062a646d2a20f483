import type { Company, Documents } from "../api/schema";
import { useAsked } from "../shared/useAsked";

/** The company's documents: asked once for the life of the page. */
export function useDocuments() {
  return useAsked<Documents>("/api/candidate/documents", true);
}

export function useCompany(): Company | null {
  return useAsked<{ company: Company }>("/api/candidate/company", true).data?.company ?? null;
}

/** A product's name from its identifier, as the catalogue says it. */
export function useProductName(): (id: string) => string {
  const { data } = useDocuments();
  return (id) => data?.products.find((product) => product.id === id)?.name ?? id;
}
