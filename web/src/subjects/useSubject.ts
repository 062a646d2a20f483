import { useCallback, useEffect, useRef, useState } from "react";

import type { AttachedFile, FieldFault, SubjectForm, SubjectView } from "../api/schema";
import { FormWriter, type Saving } from "./formWriter";

export interface Subject {
  form: SubjectForm;
  files: AttachedFile[];
  faults: FieldFault[];
  saving: Saving;
  /** What the server refused, in words. */
  problem: string;
  change: (change: (form: SubjectForm) => SubjectForm) => void;
  attach: (file: AttachedFile) => void;
}

/** The form of one subject: kept as it is typed, with what the server finds wrong with it. */
export function useSubject(read: SubjectView): Subject {
  const [form, setForm] = useState(read.form);
  const [files, setFiles] = useState(read.files);
  const [faults, setFaults] = useState(read.faults);
  const [saving, setSaving] = useState<Saving>("saved");
  const [problem, setProblem] = useState("");
  const writer = useRef<FormWriter | null>(null);
  useEffect(() => {
    const mine = new FormWriter(read, (written) => {
      setSaving(written.saving);
      setProblem(written.problem);
      if (written.faults) setFaults(written.faults);
    });
    writer.current = mine;
    return () => mine.stop();
  }, [read]);
  const change = useCallback((by: (form: SubjectForm) => SubjectForm): void => {
    if (writer.current) setForm(writer.current.change(by));
  }, []);
  const attach = useCallback((file: AttachedFile): void => setFiles((known) => [...known, file]), []);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    if (saving !== "saved") window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [saving]);
  return { form, files, faults, saving, problem, change, attach };
}
