import { parentPort } from 'node:worker_threads';
import { answerQuestion, type FirewallQuestion } from './question.js';

parentPort?.on('message', (question: FirewallQuestion) => {
  parentPort?.postMessage(answerQuestion(question));
});
