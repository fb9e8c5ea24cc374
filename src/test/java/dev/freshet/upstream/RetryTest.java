package dev.freshet.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.observe.Fault.Reason;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {

    @ParameterizedTest
    @CsvSource({
        "CONNECT,UNSENT,false,ELSEWHERE",
        "CONNECT_TIMEOUT,UNSENT,false,ELSEWHERE",
        "TLS,UNSENT,false,ELSEWHERE",
        "INTERNAL,UNSENT,true,NONE",
        "CLOSED,STALE,true,ANYWHERE",
        "CLOSED,UNHEARD,true,ANYWHERE",
        "CLOSED,STALE,false,NONE",
        "CLOSED,UNHEARD,false,NONE",
        "RESPONSE_TIMEOUT,UNHEARD,true,ELSEWHERE",
        "RESPONSE_TIMEOUT,UNHEARD,false,NONE",
        "INTERNAL,UNHEARD,true,NONE",
    })
    void whatFailedHowDecides(Reason reason, Reach reach, boolean repeatable, Retry retry) {
        assertThat(Retry.of(reason, reach, repeatable)).isEqualTo(retry);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void anAnswerThatHasBegunIsNeverAskedForAgain(Reason reason) {
        assertThat(Retry.of(reason, Reach.HEARD, true)).isEqualTo(Retry.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20})
    void retriesStayWithinTheirShareOrTheLoan(int percent) {
        for (long seed = 0; seed < 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            RetryBudget budget = new RetryBudget(percent, 10);
            int exchanges = 0;
            int retries = 0;
            for (int i = 0; i < 5_000; i++) {
                boolean failing = random.nextInt(3) > 0;
                budget.earn();
                exchanges++;
                if (failing && budget.allows()) {
                    budget.spend();
                    retries++;
                }
                assertThat(retries).isLessThanOrEqualTo(Math.max(10, exchanges * percent / 100));
            }
            assertThat(retries).as("seed %d", seed).isGreaterThanOrEqualTo(5_000 * percent / 100 - 1);
        }
    }

    @Test
    void theShareThatIsSavedUpIsBounded() {
        RetryBudget budget = new RetryBudget(20, 10);
        for (int i = 0; i < 1_000_000; i++) {
            budget.earn();
        }
        int retries = 0;
        while (budget.allows()) {
            budget.spend();
            retries++;
        }
        assertThat(retries).isEqualTo(100);
    }

    @Test
    void withoutABudgetThereAreNone() {
        RetryBudget budget = new RetryBudget(0, 10);
        budget.earn();
        assertThat(budget.allows()).isFalse();
    }
}
