/** What is half written, as the desks' own components need it: every list is there, every word at least a dash. */

import type { Customer, JuryDesk } from "../api/schema";
import { type Content, getAt, isBlank, listAt, textAt } from "./content";

type Face = NonNullable<JuryDesk["exchange"]>["face"];

const DASH = "—";

const written = (content: unknown, path: string): string => textAt(content, path).trim() || DASH;
const filled = (content: unknown, path: string): string[] => listAt(content, path).filter((one) => !isBlank(one));

export function faceOf(content: Content): Face {
  const jury = getAt(content, "jury") ?? {};
  return {
    who: written(jury, "who"),
    mood: written(jury, "mood"),
    mood_evolution: listAt<Content>(jury, "mood_evolution")
      .filter((step) => !isBlank(step))
      .map((step) => ({ when: written(step, "when"), then: written(step, "then") })),
    opening_line: written(jury, "opening_line"),
    situation: written(jury, "situation"),
    facts_if_asked: filled(jury, "facts_if_asked"),
    objections: filled(jury, "objections"),
    calms: filled(jury, "calms"),
    hardens: filled(jury, "hardens"),
    traps: filled(jury, "traps"),
    end_when: written(jury, "end_when"),
    closing_line: textAt(jury, "closing_line").trim() || null,
    ready_replies: [],
    expected_answer: written(jury, "expected_answer"),
    expected_facts: [],
    expected_steps: filled(jury, "expected_steps"),
    commercial_limits: [],
    expected_qualification: {
      motif: "",
      statut: "",
      suite: "",
      fields: {},
      comment_mentions: [],
      appointment: null,
    },
    expected_confirmation: null,
    observables: [],
    targets: {
      answer_seconds: null,
      chat_first_reply_seconds: null,
      chat_reply_seconds: null,
      hold_seconds: null,
    },
  };
}

/** Whose lists, or whose quantity, are not said where they are empty or one. */
type Half<Whole, Left extends keyof Whole> = Omit<Whole, Left> & Partial<Pick<Whole, Left>>;
type Order = Customer["orders"][number];
type HalfOrder = Omit<Half<Order, "tracking">, "lines"> & { lines?: Half<Order["lines"][number], "quantity">[] };

export function customerOf(content: Content): Customer {
  const many = <T>(path: string): T[] => listAt<T>(content, path);
  return {
    id: "",
    number: textAt(content, "number"),
    title: textAt(content, "title") === "M." ? "M." : "Mme",
    first_name: textAt(content, "first_name"),
    last_name: textAt(content, "last_name"),
    born_on: textAt(content, "born_on") || null,
    phone: textAt(content, "phone"),
    second_phone: textAt(content, "second_phone") || null,
    email: textAt(content, "email") || null,
    address: {
      lines: listAt(content, "address.lines"),
      postcode: textAt(content, "address.postcode") || DASH,
      city: textAt(content, "address.city"),
    },
    customer_since: textAt(content, "customer_since"),
    segment: textAt(content, "segment"),
    alerts: many("alerts"),
    notes: many("notes"),
    canvassing_consent: (getAt(content, "canvassing_consent") as Customer["canvassing_consent"]) ?? null,
    opposes_prospecting: getAt(content, "opposes_prospecting") === true,
    contracts: many<Half<Customer["contracts"][number], "details">>("contracts").map((one) => ({
      ...one,
      details: one.details ?? [],
    })),
    orders: many<HalfOrder>("orders").map((one) => ({
      ...one,
      lines: (one.lines ?? []).map((line) => ({ ...line, quantity: line.quantity ?? 1 })),
      tracking: one.tracking ?? [],
    })),
    invoices: many("invoices"),
    history: many("history"),
    correspondence: many("correspondence"),
  };
}

const WORDS_A_SECOND = 4;
/** Of somebody who reads to themselves, in a hurry. */

/** How long a partner needs to read the card before the first word. */
export function readingSeconds(content: Content): number {
  const face = faceOf(content);
  const texts = [
    face.who,
    face.mood,
    face.opening_line,
    face.situation,
    face.end_when,
    ...face.mood_evolution.flatMap((step) => [step.when, step.then]),
    ...face.facts_if_asked,
    ...face.objections,
    ...face.calms,
    ...face.hardens,
    ...face.traps,
  ];
  return Math.round(texts.join(" ").split(/\s+/).filter(Boolean).length / WORDS_A_SECOND);
}
