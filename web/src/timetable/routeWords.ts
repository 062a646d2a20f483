/** A candidate's record in words. */

/** Access routes, by their identifier. */
export const ROUTE_WORDS: Record<string, string> = {
  training: "Formation",
  vae: "VAE",
  ccp: "Capitalisation de CCP",
};

/** What may be corrected after the import, as a fact names it. */
export const RECORD_WORDS: Record<string, string> = {
  name: "nom",
  number: "numéro",
  desk: "poste",
  route: "voie d'accès",
  day: "jour",
};
