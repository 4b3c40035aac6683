import { useRef, useState, type DragEvent } from 'react';
import { useSendFiles } from './uploads-api.js';

export function DropZone() {
  const send = useSendFiles();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null): void => {
    if (files !== null && files.length > 0) send.mutate([...files]);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <div
      className={over ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p>Drop files here, or</p>
      <button type="button" disabled={send.isPending} onClick={() => input.current?.click()}>
        {send.isPending ? 'Sending…' : 'Choose files'}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to upload"
        onChange={(event) => {
          take(event.target.files);
          event.target.value = '';
        }}
      />
      {send.error && (
        <p className="failed" role="alert">
          {send.error.message}
        </p>
      )}
      {send.isSuccess && <p role="status">{send.data.files.length} files received.</p>}
    </div>
  );
}
