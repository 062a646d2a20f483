/** This browser's storage, for what must outlive a reload: full or forbidden, it keeps nothing and disturbs nobody. */

export type Keep = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export const browserStorage: Keep = {
  getItem: (key) => attempt(() => localStorage.getItem(key)) ?? null,
  setItem: (key, text) => {
    attempt(() => localStorage.setItem(key, text));
  },
  removeItem: (key) => {
    attempt(() => localStorage.removeItem(key));
  },
};

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    // Typing goes on: the server is still told, and what it does not have still waits in this page.
    return undefined;
  }
}
