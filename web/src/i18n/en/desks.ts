/** English words for the French ones; what is missing stays in French. */
export const english: Record<string, string> = {};
