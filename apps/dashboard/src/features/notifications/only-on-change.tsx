export function OnlyOnChange({
  checked,
  change,
}: {
  readonly checked: boolean;
  readonly change: (checked: boolean) => void;
}) {
  return (
    <label className="check">
      <input type="checkbox" checked={checked} onChange={(event) => change(event.target.checked)} /> Only when
      something changed
    </label>
  );
}
