import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import type { SeatSummary } from "../api/schema";
import { JuryBoxes } from "./JuryBoxes";

const PEOPLE = [
  { id: "roy", name: "Nadia Roy" },
  { id: "lefort", name: "Marc Lefort" },
];
const seat = (was_signed: boolean) =>
  ({ seat_id: "a", was_signed, jurors: [{ person_id: "roy", name: "Nadia Roy" }] }) as unknown as SeatSummary;

it("changes a jury that has signed nothing at once", () => {
  const seatJurors = vi.fn();
  render(<JuryBoxes seat={seat(false)} people={PEOPLE} seatJurors={seatJurors} />);
  fireEvent.click(screen.getByLabelText("Nadia Roy"));
  expect(seatJurors).toHaveBeenCalledExactlyOnceWith([], "");
});

it("asks twice and for a reason once somebody of it has signed", () => {
  const seatJurors = vi.fn();
  render(<JuryBoxes seat={seat(true)} people={PEOPLE} seatJurors={seatJurors} />);
  fireEvent.click(screen.getByLabelText("Nadia Roy"));
  expect(screen.getByLabelText<HTMLInputElement>("Nadia Roy").checked).toBe(true);
  const yes = screen.getByRole<HTMLButtonElement>("button", { name: "Oui, changer ce jury" });
  expect(yes.disabled).toBe(true);
  fireEvent.click(screen.getByRole("button", { name: "Non, ne rien changer" }));
  expect(screen.queryByRole("form")).toBeNull();
  expect(seatJurors).not.toHaveBeenCalled();

  fireEvent.click(screen.getByLabelText("Nadia Roy"));
  fireEvent.change(screen.getByRole("textbox"), { target: { value: "Elle connaît le candidat" } });
  fireEvent.click(screen.getByRole("button", { name: "Oui, changer ce jury" }));
  expect(seatJurors).toHaveBeenCalledExactlyOnceWith([], "Elle connaît le candidat");
});
