import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { DeliberationView, ToDecide } from "../api/schema";
import { SignDialog } from "./SignDialog";
import type { Outcome } from "./useDeliberation";

const AT = "2026-11-30T09:00:00Z";

function decided(what: string, decision: "acquired" | "not_acquired", reason = ""): ToDecide {
  return { what, kind: "competence", label: "Traiter", taken: { decision, reason, by: "Marc Lefort", at: AT } };
}

function page(over: Partial<DeliberationView> = {}): DeliberationView {
  return {
    seat_id: "s1",
    candidate_name: "Lina Ferrand",
    digest: "a".repeat(64),
    decisions: [decided("CP1", "acquired")],
    criteria: [
      {
        criterion: "CP3.1",
        label: "Apaiser",
        differs: true,
        sides: [],
        agreed: { verdict: "to_improve", reason: "Apaise, puis rejette.", by: "Nadia Roy", at: AT },
      },
    ],
    jurors: [{ name: "Nadia Roy", mine: true, submitted: true, signed_at: null, typed_by: "" }],
    missing: [],
    incoherences: [],
    ...over,
  } as DeliberationView;
}

const sent: { digest: string }[] = [];

function shown(outcome: Outcome = { refusal: "", isUnknown: false }) {
  const close = vi.fn();
  const send = vi.fn((change: Promise<unknown>) => change.then(() => outcome));
  const dialog = (view: DeliberationView) => <SignDialog view={view} send={send} close={close} />;
  const { rerender } = render(dialog(page()));
  return { close, send, user: userEvent.setup(), shows: (view: DeliberationView) => rerender(dialog(view)) };
}

const signs = async (user: ReturnType<typeof userEvent.setup>): Promise<void> => {
  await user.type(screen.getByLabelText("Votre mot de passe, comme signature"), "secret");
  await user.click(screen.getByRole("button", { name: "Signer" }));
};

beforeEach(() => {
  sent.length = 0;
  // jsdom draws no dialogs: it has the element, not its way of being shown.
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  vi.stubGlobal("fetch", async (request: Request) => {
    sent.push((await request.json()) as { digest: string });
    return Response.json({});
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it("shows all that is signed: decisions, the verdicts that the jury kept, and their reasons", () => {
  shown();
  const list = within(screen.getByRole("region", { name: "Page à signer" }));
  expect(list.getByText("Acquise")).toBeVisible();
  expect(list.getByText("À améliorer")).toBeVisible();
  expect(list.getByText(/Apaise, puis rejette\./)).toBeVisible();
});

it("takes a page that changes meanwhile once it is read again, and signs that one", async () => {
  const { user, shows } = shown();
  shows(page({ digest: "b".repeat(64), decisions: [decided("CP1", "not_acquired", "Trop peu.")] }));
  const told = within(screen.getByRole("alert"));
  expect(told.getByText("La page vient de changer : relisez-la avant de signer.")).toBeVisible();
  expect(told.getByText("« Acquise » devient « Non acquise »")).toBeVisible();
  expect(told.getByText("Motif ajouté : « Trop peu. »")).toBeVisible();
  expect(screen.getByRole("button", { name: "Signer" })).toBeDisabled();
  await user.click(told.getByRole("button", { name: "J’ai relu" }));
  expect(screen.queryByRole("alert")).toBeNull();
  await signs(user);
  expect(sent.map((one) => one.digest)).toEqual(["b".repeat(64)]);
});

it("does not offer a page to sign on which something is to be decided again", async () => {
  const { user, shows } = shown();
  shows(
    page({ digest: "b".repeat(64), missing: ["CP1"], decisions: [{ ...decided("CP1", "acquired"), taken: null }] }),
  );
  await user.click(screen.getByRole("button", { name: "J’ai relu" }));
  expect(screen.getByText("décider CP1.")).toBeVisible();
  expect(screen.getByRole("button", { name: "Signer" })).toBeDisabled();
});

it("says that it is not known whether a signature stands whose answer was lost, and closes once it does", async () => {
  const { user, close, shows } = shown({ refusal: "Le serveur ne répond pas.", isUnknown: true });
  await signs(user);
  const told = await screen.findByRole("alert");
  expect(told).toHaveTextContent("On ne sait pas si votre signature est posée");
  expect(told).not.toHaveTextContent("n’est pas posée");
  expect(close).not.toHaveBeenCalled();
  shows(page({ jurors: [{ name: "Nadia Roy", mine: true, submitted: true, signed_at: AT, typed_by: "" }] }));
  await waitFor(() => expect(close).toHaveBeenCalled());
});

it("says that a refused signature does not stand", async () => {
  const { user } = shown({ refusal: "Ce mot de passe n’est pas le bon.", isUnknown: false });
  await signs(user);
  expect(await screen.findByRole("alert")).toHaveTextContent("La signature n’est pas posée.");
});
