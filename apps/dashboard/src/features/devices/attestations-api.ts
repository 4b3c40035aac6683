import type { AttestationItem, AttestationRequest, Page, Scan } from '@ringcheck/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { post, request } from '../../api/http.js';

/** Answers given here for a device, newest first. */
export function useAttestations(device: string) {
  return useQuery({
    queryKey: ['attestations', device],
    queryFn: () =>
      request<Page<AttestationItem>>(`/attestations?limit=100&device=${encodeURIComponent(device)}`),
  });
}

/** Told which scan takes a change into account. */
type Started = (scan: Scan) => void;

/** Saves an answer and has the device checked again at once. */
export function useAnswer(device: string, started: Started) {
  const give = (body: Omit<AttestationRequest, 'device'>) =>
    post<AttestationItem>('/attestations', { ...body, device });
  return useDeviceChange(device, give, started);
}

export function useWithdraw(device: string, started: Started) {
  const withdraw = (id: string) =>
    request<void>(`/attestations/${encodeURIComponent(id)}`, { method: 'DELETE' });
  return useDeviceChange(device, withdraw, started);
}

function useDeviceChange<Input>(
  device: string,
  change: (input: Input) => Promise<unknown>,
  started: Started,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (input: Input) => {
      await change(input);
      return post<Scan>('/scans', { devices: [device] });
    },
    // Here and not with the call: what was clicked may be gone from the page by then.
    onSuccess: started,
    // What was changed stays changed when no scan could be started.
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['attestations', device] }),
        client.invalidateQueries({ queryKey: ['scans'] }),
      ]),
  });
}
