/** The roles of the staff, as the server names them, and in words. */
export const ROLES: Record<string, string> = {
  session_lead: "Responsable de session",
  jury: "Jury",
  trainer: "Formateur",
  invigilator: "Surveillant",
};

/** The roles, for whoever translates them. */
export const ROLE_WORDS = Object.values(ROLES);
