import type { Scan } from '@ringcheck/contracts';
import { useRef, useState, type ComponentProps } from 'react';
import { AnswerForm } from './answer-form.js';

/** A button that opens the form of a question; a form that was cancelled gives the focus back. */
export function Answerable({
  word,
  device,
  question,
  saved,
}: {
  readonly word: string;
  readonly device: string;
  readonly question: ComponentProps<typeof AnswerForm>['question'];
  readonly saved: (scan: Scan) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = (scan?: Scan): void => {
    setOpen(false);
    if (scan === undefined) button.current?.focus();
    else saved(scan);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-expanded={isOpen}
        aria-label={`${word}: ${question.title}`}
        onClick={() => setOpen(!isOpen)}
      >
        {word}
      </button>
      {isOpen && <AnswerForm device={device} question={question} close={close} />}
    </>
  );
}
