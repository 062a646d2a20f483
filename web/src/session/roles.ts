import type { NewPerson } from "../api/schema";
import { t } from "../i18n/t";

export type Role = NewPerson["roles"][number];

/** The roles of the staff, as the server names them, and in words. */
export const ROLES: Record<Role, string> = {
  session_lead: "Responsable de session",
  jury: "Jury",
  trainer: "Formateur",
  invigilator: "Surveillant",
};

/** Its words for the screen. */
export function roleWords(role: string): string {
  return t(isRole(role) ? ROLES[role] : role);
}

/** What stands in a form: the roles among these values. */
export function rolesIn(values: FormDataEntryValue[]): Role[] {
  return values.filter(isRole);
}

function isRole(value: unknown): value is Role {
  return typeof value === "string" && value in ROLES;
}

/** The roles, for whoever translates them. */
export const ROLE_WORDS = Object.values(ROLES);
