import type {
  DeliveryItem,
  Email,
  EmailRequest,
  NewWebhook,
  Page,
  Webhook,
  WebhookRequest,
} from '@ringcheck/contracts';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { post, request } from '../../api/http.js';

/** The two ways to be told; also their paths. */
export type Way = 'webhooks' | 'emails';

export function useWebhooks() {
  return useQuery({ queryKey: ['webhooks'], queryFn: () => request<Page<Webhook>>('/webhooks') });
}

export function useEmails() {
  return useQuery({ queryKey: ['emails'], queryFn: () => request<Page<Email>>('/emails') });
}

/** The answer holds the secret, so nothing keeps it longer than the form shows it. */
export function useCreateWebhook() {
  const client = useQueryClient();
  return useMutation({
    gcTime: 0,
    mutationFn: (body: WebhookRequest) => post<NewWebhook>('/webhooks', body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['webhooks'], exact: true }),
  });
}

export function useCreateEmail() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: EmailRequest) => post<Email>('/emails', body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['emails'], exact: true }),
  });
}

export function useRemove(way: Way, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<void>(`/${way}/${id}`, { method: 'DELETE' }),
    // Only the list is asked again: the deliveries of what is gone cannot be found.
    onSuccess: () => client.invalidateQueries({ queryKey: [way], exact: true }),
  });
}

/** Pages of deliveries, newest first; asked again every two seconds while one is on its way. */
export function useDeliveries(way: Way, id: string) {
  return useInfiniteQuery({
    queryKey: [way, id, 'deliveries'],
    queryFn: ({ pageParam }) =>
      request<Page<DeliveryItem>>(
        `/${way}/${id}/deliveries?limit=5${pageParam === '' ? '' : `&cursor=${encodeURIComponent(pageParam)}`}`,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    refetchInterval: (query) =>
      query.state.data?.pages.some(({ items }) => items.some(({ status }) => status === 'pending')) === true
        ? 2_000
        : 15_000,
  });
}

export function useReplay(way: Way, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (delivery: number) => post<DeliveryItem>(`/${way}/${id}/deliveries/${delivery}/replay`, {}),
    onSuccess: () => client.invalidateQueries({ queryKey: [way, id, 'deliveries'] }),
  });
}
