package dev.signalbox.web.board;

import dev.signalbox.access.Action;
import dev.signalbox.ticket.Refused;
import dev.signalbox.web.frame.Frames;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.security.Colleagues;
import dev.signalbox.workflow.Races;
import dev.signalbox.workflow.Task;
import dev.signalbox.workflow.TaskConflict;
import dev.signalbox.workflow.TaskUnknown;
import dev.signalbox.workflow.Tasks;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The board, and handing out work from it, several tasks at a time. */
@Controller
class BoardController {

    private final Boards boards;
    private final Tasks tasks;
    private final Colleagues colleagues;
    private final Frames frames;
    private final Races races;
    private final Words words;

    BoardController(Boards boards, Tasks tasks, Colleagues colleagues, Frames frames, Races races, Words words) {
        this.boards = boards;
        this.tasks = tasks;
        this.colleagues = colleagues;
        this.frames = frames;
        this.races = races;
        this.words = words;
    }

    @GetMapping("/board")
    String board(Caller caller, Model model) {
        caller.needs(Action.ASSIGN);
        model.addAttribute("frame", frames.of(caller, "board", null));
        model.addAttribute("board", boards.of(caller));
        if (!model.containsAttribute("chosen")) {
            model.addAttribute("chosen", List.of());
        }
        return "board/board";
    }

    /** Each task is handed over by itself: what fails stays chosen and says why. */
    @PostMapping("/board/assign")
    String assign(
            Caller caller,
            @RequestParam(defaultValue = "") List<String> task,
            @RequestParam(defaultValue = "") String assignee,
            RedirectAttributes told) {
        caller.needs(Action.ASSIGN);
        List<String> failed =
                task.stream().filter(id -> !handed(caller, id, assignee)).toList();
        int done = task.size() - failed.size();
        told.addFlashAttribute("done", done == 0 ? null : words.of("board.assigned", done, assignee));
        told.addFlashAttribute(
                "refused",
                task.isEmpty()
                        ? words.of("board.none")
                        : failed.isEmpty() ? null : words.of("board.failed", failed.size()));
        told.addFlashAttribute("chosen", failed);
        return "redirect:/board";
    }

    private boolean handed(Caller caller, String id, String assignee) {
        try {
            Task task = tasks.find(id).filter(caller::works).orElseThrow(() -> new TaskUnknown(id));
            colleagues.mayWork(caller, assignee, task);
            caller.doing(
                    null,
                    () -> races.settle(() -> {
                        tasks.handTo(id, assignee);
                        return id;
                    }));
            return true;
        } catch (Refused | TaskConflict | TaskUnknown notHanded) {
            return false;
        }
    }
}
