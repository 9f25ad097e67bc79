package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.run.PlanRunner;
import io.spatho.core.run.RunIdentity;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;

/** Gathers what differs between equal runs: times, host, threads, memory. */
final class RunLogs {

    private RunLogs() {}

    /** When a run began, by the clock and by the counter that never goes back. */
    record Start(Instant at, long nanos) {
        static Start now() {
            return new Start(Instant.now(), System.nanoTime());
        }
    }

    static ObjectNode of(RunIdentity identity, List<PlanRunner.Timing> timings, int threads, Start start) {
        ObjectNode node = CanonicalJson.object();
        node.put("run_id", identity.runId());
        node.put("started", start.at().toString());
        // Counted, not read: the clock of the machine may be set back while a run goes on.
        node.put(
                "finished",
                start.at().plusNanos(System.nanoTime() - start.nanos()).toString());
        node.put("host", host());
        node.put("java", Runtime.version().toString());
        node.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        node.put("threads", threads);
        node.put("device", identity.config().path("device").asText());
        node.put("peak_heap_bytes", peakHeap());
        ArrayNode steps = node.putArray("steps");
        for (PlanRunner.Timing timing : timings) {
            steps.addObject()
                    .put("tool", timing.tool())
                    .put("seconds", Math.round(timing.seconds() * 1000) / 1000.0)
                    .put("restored", timing.restored());
        }
        return node;
    }

    /** The sum of the heap pools' peaks: an upper bound of the largest heap at any moment. */
    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
