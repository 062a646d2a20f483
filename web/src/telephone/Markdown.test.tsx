import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";

import { GUIDES } from "./guides";
import { blocksOf, Markdown } from "./Markdown";

it("draws titles, lists that wrap, tables and links to the other guides", () => {
  render(
    <Markdown
      text={
        "# Titre\n\nUn *mot* et\n`code`.\n\n1. **Un** fait\n   qui continue\n2. deux\n\n| A | B |\n|---|---|\n| c | d |\n\n[MicroSIP](telephone-microsip.md)"
      }
    />,
  );
  expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Titre");
  expect(screen.getAllByRole("listitem").map((one) => one.textContent)).toEqual(["Un fait qui continue", "deux"]);
  expect(screen.getByRole("columnheader", { name: "A" })).toBeVisible();
  expect(screen.getByRole("link", { name: "MicroSIP" })).toHaveAttribute("href", "/guide/microsip");
});

it("reads every guide without a mark left over", () => {
  for (const guide of GUIDES) {
    const { container, unmount } = render(<Markdown text={guide.text} />);
    expect(blocksOf(guide.text).filter((block) => block.kind === "title").length).toBeGreaterThan(3);
    expect(container.textContent).not.toMatch(/\*\*|^#|\|---|`/m);
    unmount();
  }
});
