import fc from 'fast-check';
import { Play } from './play';
import { stories } from './story';

// As many sequences of events as fit into a test run, or the requested number without a time limit.
const asked = process.env.CONVERGENCE_RUNS;
const limits =
  asked === undefined ? { numRuns: 40, interruptAfterTimeLimit: 50_000 } : { numRuns: Number(asked) };

test('after any sequence of events, the destination equals the truth in the end, no one waits for another, and states and requests are few', async () => {
  const property = fc.asyncProperty(stories, async (story) => {
    const play = new Play(story);
    await play.toTheEnd();
    play.expectTruth();
    play.expectSmallStates();
    await play.expectFewRequests();
  });
  await fc.assert(property, limits);
}, 86_400_000);
