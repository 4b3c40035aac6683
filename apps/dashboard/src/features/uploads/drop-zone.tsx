import { useRef, useState, type ChangeEvent, type DragEvent } from 'react';
import { countOf } from '../../ui/count.js';
import { Refused } from '../../ui/states.js';
import { filesOfDrop, filesOfInput, type PickedFile } from './picked-files.js';
import { useSendFiles } from './uploads-api.js';

export function DropZone() {
  const send = useSendFiles();
  const [over, setOver] = useState(false);
  const [nothing, setNothing] = useState(false);
  const take = (files: readonly PickedFile[]): void => {
    setNothing(files.length === 0);
    if (files.length > 0) send.mutate(files);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    filesOfDrop(event.dataTransfer).then(take, () => setNothing(true));
  };
  return (
    <section
      className={over ? 'drop over' : 'drop'}
      aria-label="Upload"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p>Drop files, a folder or a zip here, or</p>
      <p className="actions">
        <Pick label="Choose files" disabled={send.isPending} take={take} />
        <Pick label="Choose a folder" disabled={send.isPending} take={take} folder />
      </p>
      <p className="muted">
        MDM exports and answers, configuration profiles, firewall policies, inventories (CSV, JSON) and your
        ringcheck.yaml. What each file is, is told from its content.
      </p>
      <p role="status">
        {send.isPending && `Sending ${countOf(send.variables.length, 'file')}…`}
        {send.isSuccess && !nothing && `${countOf(send.data.files.length, 'file')} received.`}
        {nothing && 'Nothing could be read from what was given. Choose files or a folder instead.'}
      </p>
      <Refused error={send.error} />
    </section>
  );
}

interface PickProps {
  readonly label: string;
  readonly disabled: boolean;
  readonly folder?: boolean;
  readonly take: (files: readonly PickedFile[]) => void;
}

function Pick({ label, disabled, folder = false, take }: PickProps) {
  const input = useRef<HTMLInputElement>(null);
  const picked = (event: ChangeEvent<HTMLInputElement>): void => {
    if (event.target.files !== null) take(filesOfInput(event.target.files));
    event.target.value = '';
  };
  return (
    <>
      <button type="button" disabled={disabled} onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={label}
        webkitdirectory={folder ? '' : undefined}
        onChange={picked}
      />
    </>
  );
}
