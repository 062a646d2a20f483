import "@fontsource-variable/inter";
import "./shared/desk.css";

import { QueryClientProvider } from "@tanstack/react-query";
import i18next from "i18next";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router";

import { queries } from "./api/client";
import { router } from "./app/routes";
import { applyTheme } from "./app/theme";

applyTheme();
await i18next.init({ lng: localStorage.getItem("combine.language") ?? "fr", fallbackLng: "fr", resources: {} });
document.documentElement.lang = i18next.language;

const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
