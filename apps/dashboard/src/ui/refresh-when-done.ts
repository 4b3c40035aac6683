import type { Scan } from '@ringcheck/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

/** Everything but scans is asked again when a scan has moved on. */
export function useRefreshWhenDone(scan: Scan | undefined): void {
  const client = useQueryClient();
  const before = useRef<string | undefined>(undefined);
  const state = scan === undefined ? undefined : `${scan.id} ${scan.status}`;
  useEffect(() => {
    if (before.current !== undefined && before.current !== state)
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'scans' });
    before.current = state;
  }, [client, state]);
}
