package io.spatho.anndata.hdf5;

import io.jhdf.FractalHeap;
import io.jhdf.GroupSymbolTableNode;
import io.jhdf.LocalHeap;
import io.jhdf.ObjectHeader;
import io.jhdf.SymbolTableEntry;
import io.jhdf.Utils;
import io.jhdf.btree.BTreeV1;
import io.jhdf.btree.BTreeV2;
import io.jhdf.btree.record.LinkNameForIndexedGroupRecord;
import io.jhdf.object.message.LinkInfoMessage;
import io.jhdf.object.message.LinkMessage;
import io.jhdf.object.message.SymbolTableMessage;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the names in a group, in the order of the file, without opening what they name. */
final class Links {

    private static final int SOFT_LINK = 2;

    private final GuardedStorage storage;

    Links(GuardedStorage storage) {
        this.storage = storage;
    }

    /** What a name stands for. */
    sealed interface Target {}

    /** An object of the same file. */
    record Hard(long address) implements Target {}

    /** Another path in the same file. */
    record Soft(String path) implements Target {}

    /** A path in another file, which is never opened. */
    record External(String file) implements Target {}

    static boolean isGroup(ObjectHeader header) {
        return header.hasMessageOfType(SymbolTableMessage.class) || header.hasMessageOfType(LinkInfoMessage.class);
    }

    Map<String, Target> of(ObjectHeader header) {
        Map<String, Target> links = new LinkedHashMap<>();
        if (header.hasMessageOfType(SymbolTableMessage.class)) {
            addSymbols(header.getMessageOfType(SymbolTableMessage.class), links);
        } else if (header.hasMessageOfType(LinkInfoMessage.class)) {
            addLinks(header, links);
        }
        return links;
    }

    private void addLinks(ObjectHeader header, Map<String, Target> links) {
        LinkInfoMessage info = header.getMessageOfType(LinkInfoMessage.class);
        if (info.getBTreeNameIndexAddress() == LittleEndian.UNDEFINED) {
            header.getMessagesOfType(LinkMessage.class).forEach(link -> add(link, links));
            return;
        }
        BTreeV2<LinkNameForIndexedGroupRecord> names = new BTreeV2<>(storage, info.getBTreeNameIndexAddress());
        FractalHeap heap = new FractalHeap(storage, info.getFractalHeapAddress());
        for (LinkNameForIndexedGroupRecord name : names.getRecords()) {
            add(LinkMessage.fromBuffer(heap.getId(name.getId()), storage.getSuperblock()), links);
        }
    }

    private static void add(LinkMessage link, Map<String, Target> links) {
        Target target =
                switch (link.getLinkType()) {
                    case HARD -> new Hard(link.getHardLinkAddress());
                    case SOFT -> new Soft(link.getSoftLink());
                    case EXTERNAL -> new External(link.getExternalFile());
                };
        links.put(link.getLinkName(), target);
    }

    private void addSymbols(SymbolTableMessage table, Map<String, Target> links) {
        ByteBuffer names = new LocalHeap(storage, table.getLocalHeapAddress()).getDataBuffer();
        for (long node :
                BTreeV1.createGroupBTree(storage, table.getBTreeAddress()).getChildAddresses()) {
            for (SymbolTableEntry entry : new GroupSymbolTableNode(storage, node).getSymbolTableEntries()) {
                Target target = entry.getCacheType() == SOFT_LINK
                        ? new Soft(name(names, entry.getLinkValueOffset()))
                        : new Hard(entry.getObjectHeaderAddress());
                links.put(name(names, entry.getLinkNameOffset()), target);
            }
        }
    }

    private static String name(ByteBuffer names, int offset) {
        return Utils.readUntilNull(names.duplicate().position(offset));
    }
}
