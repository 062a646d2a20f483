import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import type { Customer } from "../api/schema";
import { FileTab } from "./FileTabs";

const agreed = {
  given_at: "2026-11-18T21:14:00",
  where: "Formulaire du guide",
  wording: "J’accepte d’être appelé au sujet des vélos cargo.",
  proof: "Formulaire CG-20461",
  withdrawn_on: null,
};

function show(consent: Customer["canvassing_consent"]): void {
  const customer: Customer = {
    id: "a",
    number: "VA-1",
    title: "M.",
    first_name: "Antoine",
    last_name: "Rivière",
    born_on: null,
    phone: "02 61 91 71 04",
    second_phone: null,
    email: null,
    address: { lines: ["1 rue Haute"], postcode: "44000", city: "Nantes" },
    customer_since: "2026-11-18",
    segment: "Prospect",
    alerts: [],
    notes: [],
    canvassing_consent: consent,
    opposes_prospecting: false,
    contracts: [],
    orders: [],
    invoices: [],
    history: [],
    correspondence: [],
  };
  render(<FileTab tab="file" customer={customer} updated={null} dial={null} />);
}

function told(): string {
  return screen.getByText("Démarchage").nextElementSibling?.textContent ?? "";
}

test("the file says when, where and to what the customer agreed, and how it is proved", () => {
  show(agreed);
  expect(told()).toContain("Accord donné le 18/11/2026 à 21:14");
  expect(told()).toContain("Formulaire du guide");
  expect(told()).toContain("au sujet des vélos cargo");
  expect(told()).toContain("Preuve\u00a0: Formulaire CG-20461");
});

test("a consent that was withdrawn says since when", () => {
  show({ ...agreed, withdrawn_on: "2026-11-20" });
  expect(told()).toContain("retiré le 20/11/2026");
});

test("a file without consent says so: nobody is to guess from an empty line", () => {
  show(null);
  expect(told()).toBe("Aucun accord enregistré");
});
