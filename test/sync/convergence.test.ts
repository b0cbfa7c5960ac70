import fc from 'fast-check';
import { Play } from './play';
import { stories } from './story';

// As many courses of events as fit into a test run; more, without a limit in time, where somebody asks for them.
const asked = process.env.CONVERGENCE_RUNS;
const limits =
  asked === undefined ? { numRuns: 40, interruptAfterTimeLimit: 50_000 } : { numRuns: Number(asked) };

test('whatever happens on the way, the destination equals the truth once all is quiet', async () => {
  const property = fc.asyncProperty(stories, async (story) => {
    const play = new Play(story);
    await play.toTheEnd();
    play.expectTruth();
  });
  await fc.assert(property, limits);
}, 86_400_000);
