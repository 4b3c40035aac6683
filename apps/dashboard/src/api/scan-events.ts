import type { Scan } from '@ringcheck/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { followed, isOpen, keepScan } from './scans.js';

/**
 * Follows a running scan by the server's events. Only an event that came through counts: a proxy may hold the stream
 * back or cut it, and then the scan is asked for as before.
 */
export function useScanEvents(scan: Scan | null | undefined): void {
  const client = useQueryClient();
  const id = scan && isOpen(scan) ? scan.id : undefined;
  useEffect(() => {
    if (id === undefined) return undefined;
    const source = new EventSource(`/api/v1/scans/${encodeURIComponent(id)}/events`);
    const askAgain = (): void => {
      followed.delete(id);
      void client.invalidateQueries({ queryKey: ['scans'] });
    };
    source.addEventListener('scan', (event: MessageEvent<string>) => {
      const told = JSON.parse(event.data) as Scan | { readonly id: string; readonly status: 'gone' };
      if (told.status !== 'gone') {
        followed.add(id);
        keepScan(client, told);
        if (isOpen(told)) return;
      }
      source.close();
      askAgain();
    });
    source.addEventListener('error', askAgain);
    return () => {
      source.close();
      followed.delete(id);
    };
  }, [client, id]);
}
