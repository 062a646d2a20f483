import "@fontsource-variable/inter";
import "./shared/desk.css";

import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { I18nProvider } from "react-aria-components";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router";

import { queries } from "./api/client";
import { router } from "./app/routes";
import { applyTheme } from "./app/theme";
import { isEnglish, language } from "./i18n/t";

applyTheme();
document.documentElement.lang = language();

const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <I18nProvider locale={isEnglish() ? "en-GB" : "fr-FR"}>
          <RouterProvider router={router} />
        </I18nProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
